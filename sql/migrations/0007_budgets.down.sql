-- Loses every budget, what was counted for it, and what is reserved. The totals of sessions and runs remain.
DROP TABLE :"schema".budget_reservations;
DROP TABLE :"schema".budget_spending;
DROP TABLE :"schema".budgets;
