SELECT day FROM scheduled_runs WHERE name = $1
