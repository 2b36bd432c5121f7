import asyncio
import os

from redis.asyncio import Redis


async def main():
    async with Redis.from_url(os.environ["REDIS_URL"], decode_responses=True) as db:
        await db.set("language", "Python")
        answers = await asyncio.gather(db.get("language"), db.strlen("language"), db.exists("language"))
        print(answers)


asyncio.run(main())
