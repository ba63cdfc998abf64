"""Who fills the posts of one drill: leaders, alternates, combined posts, and gaps."""
