"""Runs the learner's tests against whatever source is handed in as the module wallet."""

import io
import sys
import types
import unittest


def load(name, source):
    module = types.ModuleType(name)
    module.__file__ = f"{name}.py"
    sys.modules[name] = module
    exec(compile(source, f"<{name}>", "exec"), module.__dict__)
    return module


def run_tests(wallet_source):
    facts = {"problem": None, "ran": 0, "failed": [], "why": "", "skipped": 0}
    before = {name: sys.modules.get(name) for name in ("wallet", "test_wallet")}
    try:
        load("wallet", wallet_source)
        with open("test_wallet.py", encoding="utf-8") as file:
            text = file.read()
        try:
            module = load("test_wallet", text)
        except Exception as problem:
            facts["problem"] = f"{type(problem).__name__}: {problem}"
            facts["failed"] = ["test_wallet.py"]
            return facts
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
        result = unittest.TextTestRunner(stream=io.StringIO(), verbosity=0).run(suite)
        broken = result.failures + result.errors
        facts.update(
            ran=result.testsRun,
            failed=[test.id().rpartition(".")[2] for test, _ in broken] + [test.id() for test in result.unexpectedSuccesses],
            why=broken[0][1].strip().splitlines()[-1][:200] if broken else "",
            skipped=len(result.skipped),
        )
        return facts
    finally:
        for name, module in before.items():
            if module is not None:
                sys.modules[name] = module
