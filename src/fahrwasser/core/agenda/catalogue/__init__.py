"""From the project catalogue and a town's facts to the instance that is planned."""
