-- Where a scope has to reach the nodes of Citus, a call is an explicit transaction: outside of one, nothing is passed on to them.
BEGIN
