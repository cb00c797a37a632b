"""What other programs may ask of a town: report events, send applications, ask where a case stands."""
