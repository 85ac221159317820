"""A ledger kept in a PostgreSQL database: the same tables and statements, behind another driver."""
