#!/bin/sh
# Started in the repository. is_good.py is one folder up, and so shall be answer.txt.
set -eu

bad=$(git rev-parse main)

git merge --no-edit coupons
# The merge exits with 1 where there is a conflict, and set -e ends the script there.
sed -i -e '/^<<<<<<< /d' -e '/^=======$/d' -e '/^>>>>>>> /d' rates.txt
git add rates.txt
git commit --no-edit
python3 test_rates.py

git bisect start "$bad" v1.0
git bisect run python3 ../is_good.py
git log -1 --format=%s refs/bisect/bad > ../answer.txt
git bisect reset
