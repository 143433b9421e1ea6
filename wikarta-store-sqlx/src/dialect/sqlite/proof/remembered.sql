SELECT seq FROM aggregates WHERE id = $1
