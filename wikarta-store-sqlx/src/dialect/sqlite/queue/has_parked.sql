SELECT EXISTS (
    SELECT 1 FROM webhook_events WHERE state = 'parked' AND due <= $1 AND lease_until <= $1)
