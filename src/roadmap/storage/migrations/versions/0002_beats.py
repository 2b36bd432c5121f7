"""Signs of life of whoever runs a submission, which may be another machine."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("beats", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("submissions", "beats")
