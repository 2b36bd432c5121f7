"""What learners' programs call tests are not tests of this plugin."""

collect_ignore_glob = ["src/*"]
