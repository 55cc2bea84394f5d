-- Whoever wants a table after a change that waits for it, waits as well (Migrations tries again).
SET LOCAL lock_timeout = '2s';
