"""Why a plan looks as it does, in German words: explanations, prices, conflicts, repairs."""
