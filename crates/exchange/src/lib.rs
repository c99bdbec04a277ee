//! Bytes to domain values and back, one folder per format.
