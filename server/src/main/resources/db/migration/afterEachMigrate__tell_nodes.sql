-- Nodes of an older version that run meanwhile are told in the migration's commit (FlowNews listens, PlannedStatements hears).
NOTIFY sluice_flow, 'tables';
