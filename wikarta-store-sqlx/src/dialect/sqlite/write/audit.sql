INSERT INTO audit_logs (aggregate, seq, at, actor, roles, action, command, trace, hash, changes,
       data)
SELECT value ->> 'aggregate', value ->> 'seq', value ->> 'at', value ->> 'actor',
       value ->> 'roles', value ->> 'action', value ->> 'command', value ->> 'trace',
       unhex(value ->> 'hash'), value ->> 'changes', value ->> 'data'
  FROM jsonb_each($18);
