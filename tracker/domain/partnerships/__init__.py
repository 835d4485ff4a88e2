"""Who shares what with whom: arrangements, memberships, savings claims, totals, reorganisation."""
