"""Copies of the whole service that can be checked, taken while it runs, and brought back.

A backup folder holds one folder a backup, named by its time in UTC, and beside them one file with
the newest keys. A folder bears its time only once all in it is written and synced.
"""
