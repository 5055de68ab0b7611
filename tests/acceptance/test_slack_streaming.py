"""An agent's thread in Slack, whole: status, the model's answer as it grows, then the message."""

from pathlib import Path

from tests.acceptance.model_server import ModelServer, Step
from tests.acceptance.slack_program import SlackProgram
from tests.acceptance.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer

ANSWER = (
    "Couchez-vous à heure fixe. Évitez les écrans le soir. Aérez la chambre. "
    "Notez vos réveils pendant deux semaines. Parlez-en à votre médecin si cela dure."
)


async def test_a_models_answer_streams_in_a_thread(tmp_path: Path) -> None:
    """In an agent's thread the answer grows, and one message in blocks is what stays."""
    step = Step(text=ANSWER, chunk=30, pause=0.4)
    with ModelServer(lambda request: step) as model:
        async with SlackServer(agents=True) as slack:
            settings = (
                f'[slack]\nbase_url = "{slack.base_url}"\n'
                f'bot_token = {{ value = "{BOT_TOKEN}" }}\n'
                f'app_token = {{ value = "{APP_TOKEN}" }}\n'
            )
            program = SlackProgram(tmp_path, slack, more=settings)
            config = program.config.read_text().replace(
                'provider = "none"',
                f'base_url = "{model.base_url}"\nkey = {{ value = "k" }}\nsecond_reader = false',
            )
            program.config.write_text(config)
            async with program:
                thread = slack.ts()
                started = {"user_id": "U1", "channel_id": "D1", "thread_ts": thread}
                event = {"type": "assistant_thread_started", "assistant_thread": started}
                await slack.deliver("events_api", slack.body(event))
                await slack.until(lambda: slack.done("assistant.threads.setSuggestedPrompts"))
                for label in ("Français", "d'accord", "France"):
                    await slack.press("U1", await slack.next_message("D1"), label)
                await slack.next_message("D1")
                await slack.say("U1", "1980", thread_ts=thread)
                await slack.next_message("D1")
                before = len(slack.sends("D1"))
                await slack.say("U1", "comment mieux dormir en ce moment", thread_ts=thread)
                await slack.until(
                    lambda: any("heure fixe" in c.text for c in slack.done("chat.update"))
                )
                final = next(c for c in slack.done("chat.update") if "heure fixe" in c.text)
                assert "médecin" in final.text
                assert "fixe" not in final.given["text"]
                assert slack.done("chat.startStream")[-1].ts == final.given["ts"]
                grown = "".join(str(c.given) for c in slack.done("chat.appendStream"))
                assert "heure fixe" in grown
                assert before == len(slack.sends("D1"))
                assert {thread} == {c.given.get("thread_ts") for c in slack.sends("D1")}
