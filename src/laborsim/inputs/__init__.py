"""What the user gives: scenario, parameters, figures, population – validated and frozen."""
