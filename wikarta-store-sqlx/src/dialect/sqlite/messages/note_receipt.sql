UPDATE notification_jobs SET receipt = ?3, updated_at = ?4
 WHERE channel = ?1 AND provider_id = ?2 AND coalesce(receipt, '') <> ?3
   AND instr(?5, ',' || coalesce(receipt, '') || ',') > 0
