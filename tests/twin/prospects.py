"""What a month's places of work are worth: the part of the utility that all people of one origin share."""

import math

LONGER = 1.10  # the longer move of Zhang & Zhao (2013), for which people ask `distance_pay` more


class Prospects:
    """Work at home, inside and outside the province, for people of one origin, with or without children.

    local, inside: utility; outside: utility by destination; weights: exp(utility ÷ nest), of which the best
    destination has 1; outside_value: the inclusive value of all destinations outside.
    """

    def __init__(self, model, origin, parent):
        fit, nest = model.setting.fit, model.parameters.nest_away
        home = model.regions[origin]
        real_pay = home.county.real_pay / model.setting.mean_pay_local
        pay = math.log(real_pay) + math.log(received(model.parameters))
        self.local = fit.local[origin] + home.pull + model.alpha * pay
        self.outside = {}
        for place in model.regions:
            value = value_of(model, origin, place, parent)
            if place is home:
                self.inside = value + (fit.inside[origin] + home.pull)
                continue
            known_there = model.parameters.network * math.log(model.network[origin][place.place])
            value += fit.outside[origin] + (fit.amenity[place.place] + place.pull) + known_there
            self.outside[place.place] = value
        best = max(self.outside.values())
        self.weights = {d: math.exp((value - best) / nest) for d, value in self.outside.items()}
        self.outside_value = best + nest * math.log(sum(self.weights.values()))


def value_of(model, origin, place, parent):
    """Return the utility of urban pay less arrears, rent, the closed register, distance and children left behind."""
    parameters = model.parameters
    pay = math.log(place.urban.real_pay / model.setting.mean_pay_local) + math.log(received(parameters))
    still_closed = (1 - model.setting.access[place.place]) * (1 - place.dial("settlement_gap_closed"))
    value = model.alpha * (pay - parameters.housing_share * math.log(place.rent))
    value -= model.setting.barrier[place.place] * still_closed
    value -= distance_cost(model) * math.log(model.setting.distances[origin, place.place])
    if parent:
        value -= parameters.left_behind_cost * (1.0 - place.dial("school_share"))
    return value


def distance_cost(model):
    """Return the utility lost per log kilometer: α times the elasticity of required pay to distance."""
    return model.alpha * (math.log(1 + model.parameters.distance_pay) / math.log(LONGER))


def received(parameters):
    """Return the expected share of pay received: 1 less the arrears."""
    return 1 - parameters.arrears_share * parameters.arrears_loss


def network_now(model):
    """Return each province's share of movers at each destination ÷ that of the base date [origin][destination]."""
    now, base = outside_shares(model, model.counts), outside_shares(model, model.base_counts)
    return [[a / b for a, b in zip(*rows, strict=True)] for rows in zip(now, base, strict=True)]


def outside_shares(model, counts):
    """Return where the movers of each province are, one worker added everywhere so that no share is zero."""
    shares = []
    for home in model.regions:
        movers = [float(counts.od[home.place, d] + home.persons) for d in range(len(model.regions))]
        movers[home.place] = 0.0
        row = [number / sum(movers) for number in movers]
        row[home.place] = 1.0
        shares.append(row)
    return shares
