-- Loses budgets, budget_spending, budget_reservations: every budget, what was counted for it, and what is reserved: nothing is limited
-- until budgets are set anew, and they begin at zero. The totals of sessions and runs remain, and so do the limits of runs.
DROP TABLE :"schema".budget_reservations;
DROP TABLE :"schema".budget_spending;
DROP TABLE :"schema".budgets;
