-- Tries of the rounds before work was last sent round again: those of this round are the rest.
ALTER TABLE outbox ADD COLUMN tries_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhook_events ADD COLUMN tries_before INTEGER NOT NULL DEFAULT 0;
