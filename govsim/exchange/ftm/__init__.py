"""FollowTheMoney, in and out."""
