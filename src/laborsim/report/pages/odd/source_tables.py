"""Tables read off the source text: every named decision, every number in the code that is an ASSUMPTION."""

import ast
from collections.abc import Iterator
from pathlib import Path

import laborsim
from laborsim.levers.costs import ASSUMPTION
from laborsim.report.pages.odd.markdown import described, table

PACKAGE = Path(laborsim.__file__).parent
MODEL = ("kernels", "model", "published", "scenario", "parameters", "population", "experiment")
LONGEST_VALUE = 60

FIXED, MONTHLY, REGIONAL = "worker", "worker × month", "region × month"
AT_START, ONCE = "worker, base date", "replicate"

DECISIONS = {
    "worker.birthday": f"{MONTHLY}: on a birthday, one number each: leaves for good; a child reaches school age or "
    "the last one leaves it; rounding of savings to the grid; of debt",
    "worker.month": f"{MONTHLY}: one number each: the job, post, workshop place or business ends; another job follows "
    "at once; thinks again",
    "worker.recall": f"{MONTHLY}: a shock sends the worker home",
    "worker.choose_nest": f"{MONTHLY}: top level of the choice, one draw for each alternative",
    "worker.choose_at_home": f"{MONTHLY}: local job or founding, one draw each",
    "worker.choose_destination": f"{MONTHLY}: destination outside the province, one draw each",
    "worker.accompany": f"{MONTHLY}: children come along",
    "founder.skill": f"{FIXED}: founding skill born with",
    "founder.setup_cost": f"{FIXED}: how dear the founder's trade is to set up",
    "founder.luck": "month of the start: how well the business does, in profits and closures",
    "founder.idea": f"{MONTHLY}: whether the business idea needs employees",
    "founder.jobs": f"{MONTHLY}: rounding of the jobs an employer offers",
    "founder.purse": f"{MONTHLY}: rounding of the founder's savings",
    "founder.debt": f"{MONTHLY}: rounding of the founder's debt",
    "startup_subsidy.aware": f"{FIXED}: knows of the subsidy",
    "startup_subsidy.apply": f"{MONTHLY}: applies for it",
    "startup_subsidy.approve": f"{MONTHLY}: the application is approved",
    "startup_subsidy.lottery": f"{MONTHLY}: ticket where money does not reach for all",
    "startup_subsidy.claw_back": f"{MONTHLY}: rounding of the debt where a subsidy is claimed back",
    "guaranteed_loans.aware": f"{FIXED}: knows of the loan",
    "guaranteed_loans.apply": f"{MONTHLY}: applies for it",
    "guaranteed_loans.approve": f"{MONTHLY}: is not refused",
    "guaranteed_loans.pay_back": f"{MONTHLY}: rounding of the savings out of which a loan is paid back at a closure",
    "guaranteed_loans.paid_back": f"{MONTHLY}: rounding of the debt that is left then",
    "guaranteed_loans.lottery": f"{MONTHLY}: ticket where loans or money do not reach for all",
    "guaranteed_loans.round": f"{REGIONAL}: rounding of the loans of a month",
    "entrepreneurship_parks.lottery": f"{MONTHLY}: ticket for a park place",
    "entrepreneurship_parks.setup_cost": f"{MONTHLY}: rounding of the savings into which a park pays",
    "entrepreneurship_parks.rule": f"{MONTHLY}: whether skill or lot decides on a park place",
    "entrepreneurship_parks.round": "region: rounding of park places to whole workers",
    "public_welfare_posts.lottery": f"{MONTHLY}: ticket for keeping a post whose money runs out",
    "public_welfare_posts.round": "rounding of public-welfare posts to whole workers, the same every month",
    "training_places.aware": f"{FIXED}: knows of training",
    "training_places.apply": f"{MONTHLY}: asks for a seat",
    "training_places.lottery": f"{MONTHLY}: ticket for a seat",
    "training_places.complete": f"{MONTHLY}: completes",
    "training_places.round": f"{REGIONAL}: rounding of the seats of a month",
    "public_welfare_posts.aware": f"{FIXED}: knows of the posts",
    "public_welfare_posts.apply": f"{MONTHLY}: thinks of asking for one",
    "workshops.apply": f"{MONTHLY}: thinks of asking for a workshop place",
    "workshops.orders": f"{REGIONAL}: share of workshop places without orders",
    "worker.application_stands": f"{MONTHLY}: whether a refused application stands",
    "worker.visits_home": f"{MONTHLY}: home for the Spring Festival",
    "worker.goes_back_to_job": f"{MONTHLY}: back from home to a job held",
    "worker.held_job_lost": f"{MONTHLY}: whether a job held is lost",
    "worker.job_kept": f"{MONTHLY}: whether the job of somebody sent home is held",
    "worker.slow_finder": f"{FIXED}: finds slowly",
    "worker.suited_post": f"{MONTHLY}: whether the post applied for suits a seeker",
    "market.lottery": f"{MONTHLY}: ticket for a job, a post or a workshop place",
    "market.round_county": f"{REGIONAL}: rounding of hires in the county market",
    "market.round_urban": f"{REGIONAL}: rounding of hires in the urban market",
    "queue.marginal_place": f"{MONTHLY}: whether a worker heavier than the last places gets one",
    "entrant.number": f"{REGIONAL}: rounding of the number of entrants",
    "entrant.age": f"{FIXED}: age at entry",
    "entrant.birthday": f"{FIXED}: months since the birthday at entry",
    "entrant.sex": f"{FIXED}: sex",
    "entrant.schooling": f"{FIXED}: schooling",
    "entrant.type": f"{FIXED}: latent type",
    "entrant.lifted": f"{FIXED}: from a lifted-out household",
    "entrant.parent": f"{FIXED}: has a child of school age",
    "entrant.trained": f"{FIXED}: has been trained",
    "entrant.first_job": f"{MONTHLY}: first job, one draw for each alternative, and whether he seeks it",
    "initial.founder": f"{AT_START}: who is a founder",
    "initial.placed": f"{AT_START}: who holds a workshop place",
    "initial.former": f"{AT_START}: what he was taken from",
    "initial.year": f"{AT_START}: the twelve months behind him, and where he is",
    "initial.destination": f"{AT_START}: where who has just gone out is",
    "initial.seeking": f"{AT_START}: who seeks, at home and away",
    "initial.type": f"{AT_START}: latent type",
    "initial.spell": f"{AT_START}: months in the present spell",
    "initial.experience": f"{AT_START}: outbound experience before it",
    "initial.savings": f"{AT_START}: savings",
    "initial.debt": f"{AT_START}: debt",
    "initial.trained": f"{AT_START}: when the training was",
    "initial.business.age": f"{AT_START}: years in business",
    "initial.business.month": f"{AT_START}: months in business beyond them",
    "initial.business.kind": f"{AT_START}: employer or own-account",
    "initial.business.jobs": f"{AT_START}: rounding of jobs",
    "initial.business.park": f"{AT_START}: park place among businesses of one age",
    "lever.KEY": f"{ONCE}: the uncertain level of the lever with this key",
}
"""What each named decision decides, and of what its number is a function besides seed and replicate."""


def decisions() -> str:
    """Return the table of named decisions."""
    rows = described(sorted(named_decisions()), DECISIONS, "named decisions")
    return table(("decision", "one number for each: what it decides"), [(f"`{name}`", text) for name, text in rows])


def named_decisions() -> set[str]:
    """Return the names of all decisions in the source of kernels and model."""
    found: set[str] = set()
    for folder in ("kernels", "model"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {name for node in ast.walk(tree) for name in _decided(node)}
    return found


def _decided(node: ast.AST) -> Iterator[str]:
    """Yield the decisions that one node names: decision("…"), _draw(columns, "…") and the like."""
    if isinstance(node, ast.DictComp) and _called(node.value) == "_draw":
        call = next(part for part in ast.walk(node.value) if isinstance(part, ast.Call) and _called(part) == "_draw")
        yield from (f"initial.{_text(call.args[1], each)}" for each in ast.literal_eval(node.generators[0].iter))
    elif isinstance(node, ast.Call) and node.args:
        name, argument = _called(node), node.args[-1]
        if name == "decision" and isinstance(argument, ast.Constant):
            yield str(argument.value)
        elif name == "decision" and isinstance(argument, ast.JoinedStr) and "lever" in ast.unparse(argument):
            yield _text(argument, "KEY")
        elif name in {"_draw", "_draw_for"} and isinstance(argument, ast.Constant):
            yield f"initial.{argument.value!s}"


def _called(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript):
        return _called(node.value)
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _text(argument: ast.expr, name: str) -> str:
    """Return a name with what is put into it: f"business.{name}" → business.age."""
    if not isinstance(argument, ast.JoinedStr):
        return name
    return "".join(str(part.value) if isinstance(part, ast.Constant) else name for part in argument.values)


def assumptions() -> str:
    """Return the table of constants in the code that are an ASSUMPTION; parameters and levers have their own."""
    rows = [row for folder in MODEL for path in sorted((PACKAGE / folder).rglob("*.py")) for row in _assumed(path)]
    return table(("constant", "value", "in", "what is said"), rows)


def _assumed(path: Path) -> Iterator[tuple[str, str, str, str]]:
    text = path.read_text(encoding="utf-8")
    lines, body = text.splitlines(), ast.parse(text).body
    for place, node in enumerate(body):
        if not isinstance(node, ast.Assign) or isinstance(getattr(node.value, "value", None), str):
            continue
        comments = [line.partition("#")[2] for line in lines[node.lineno - 1 : node.end_lineno]]
        after = body[place + 1] if place + 1 < len(body) else None
        said = " ".join([*comments, _docstring(after)])
        if ASSUMPTION in said:
            value = ast.unparse(node.value)
            shown = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
            where = f"`{path.relative_to(PACKAGE).as_posix()}`"
            yield f"`{ast.unparse(node.targets[0])}`", f"`{shown}`", where, " ".join(said.split())


def _docstring(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""
