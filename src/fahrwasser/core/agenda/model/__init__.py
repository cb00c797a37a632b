"""What a plan is made from and judged by: instance, reading, value, rules, answer."""
