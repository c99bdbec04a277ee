//! Numbers to SVG, for pages and documents alike.
