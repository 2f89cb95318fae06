"""Levers that offer public or assisted jobs at home.

- `public_welfare_posts`: a fixed number of public jobs at home for groups that find it hard to get another
- `workshops`: small work places in the village whose orders come and go
"""
