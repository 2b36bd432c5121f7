#!/bin/sh
# Started in the repository. is_good.py is one folder up, and so shall be answer.txt.
set -eu

bad=$(git rev-parse main)

git checkout coupons
if ! git rebase main; then
    sed -i -e '/^<<<<<<< /d' -e '/^=======$/d' -e '/^>>>>>>> /d' rates.txt
    git add rates.txt
    git rebase --continue
fi
git checkout main
git merge --no-ff --no-edit coupons
python3 test_rates.py

git bisect start "$bad" v1.0
git bisect run python3 ../is_good.py
git log -1 --format=%s refs/bisect/bad > ../answer.txt
git bisect reset
