"""What the administrator and the auditor look through (系统维护): people, the audit, the outbox."""
