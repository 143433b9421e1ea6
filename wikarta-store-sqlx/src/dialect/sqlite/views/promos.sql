SELECT id, proposed_at AS at, body FROM promos INDEXED BY promos_newest
 WHERE (?1 = '' OR instr(?1, ',' || state || ',') > 0) AND (proposed_at, id) < (?2, ?3)
 ORDER BY proposed_at DESC, id DESC
 LIMIT ?4
