"""What the measures of a run cost, for each unit of anything, discounted, and what comes back.

- `streams`: extra cost, what comes back, people's income and every indicator of a run, by month and pair
- `price`: discounted cost by year and nature, annualised capital, payback, cost for each unit of any indicator
- `tables`: prices as tidy tables
"""
