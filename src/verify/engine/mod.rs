//! Engines: what computes an [`Operation`](super::Operation). The native one is for the command line and the tests.

pub mod native;
