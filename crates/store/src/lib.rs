//! Domain values to SQL and back, on SQLite and PostgreSQL from one query code.
