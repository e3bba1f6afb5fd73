-- Loses agents: every registered agent, and with it instructions and disabled tools that were changed at run time. Agents that the host
-- declares in code are registered again at its next start.
DROP TABLE :"schema".agents;
