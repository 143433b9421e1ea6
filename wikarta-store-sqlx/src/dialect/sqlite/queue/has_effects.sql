-- Whether anything is to be taken: a look that disturbs no writer.
SELECT EXISTS (
    SELECT 1 FROM outbox WHERE state = 'waiting' AND due <= $1 AND lease_until <= $1)
