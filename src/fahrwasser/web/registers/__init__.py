"""What a town keeps: residents (where it does), permits, dogs …, and the register events that change them."""
