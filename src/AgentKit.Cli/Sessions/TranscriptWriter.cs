using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Turns as a person reads them: tool calls folded to a line each with what came of them, reasoning dimmed.</summary>
internal sealed class TranscriptWriter(IAnsiConsole console, SessionTranscript transcript, bool isFull)
{
    private const int LongText = 2_000;
    private const int LongInput = 100;
    private const int LeastInput = 8;
    private const int Indent = 4;

    private readonly ToolCallPairs _pairs = new(transcript);

    private DateTime? _day;

    public void Write()
    {
        var before = transcript.Turns.Count == 0 ? transcript.Session.TurnCount : transcript.Turns[0].Number - 1;
        if (before > 0)
        {
            console.WriteLine();
            console.Write(new Text($"{Words.Number(before)} earlier {(before == 1 ? "turn is" : "turns are")} not shown\n", Looks.Quiet));
        }

        foreach (var turn in transcript.Turns.Where(turn => isFull || !IsFolded(turn)))
        {
            console.WriteLine();
            WriteHead(turn);
            foreach (var block in turn.Content)
            {
                Write(block);
            }
        }
    }

    /// <summary>Whether all of it is told where the tools were called.</summary>
    private bool IsFolded(Turn turn) =>
        turn.Role == TurnRole.Tool && turn.Content.All(block => block is ToolResultBlock result && _pairs.IsAnswer(result));

    private void WriteHead(Turn turn)
    {
        List<string> details = [TimeOf(turn)];
        details.AddRange(new[] { turn.Author, turn.Model, turn.Intent is { } intent ? $"intent {intent.Intent}" : null }.OfType<string>());
        if (turn.Usage.InputTokens + turn.Usage.OutputTokens > 0)
        {
            details.Add($"{Words.Number(turn.Usage.InputTokens)}+{Words.Number(turn.Usage.OutputTokens)} tokens");
        }

        details.AddRange(new[] { Words.Cost(turn.Usage.Cost), Words.Duration(turn.Latency) }.Where(detail => detail.Length > 0));
        console.Write(new Paragraph()
            .Append($"{turn.Number} ", Looks.Quiet)
            .Append(Words.Of(turn.Role), Looks.Of(turn.Role))
            .Append($"  {Words.Line(string.Join(" · ", details.Where(detail => detail.Length > 0)))}\n", Looks.Quiet));
    }

    /// <summary>The day is only said when it changes.</summary>
    private string TimeOf(Turn turn)
    {
        var day = turn.CreatedAt?.UtcDateTime.Date;
        var time = day == _day ? Words.TimeOfDay(turn.CreatedAt) : Words.Second(turn.CreatedAt);
        _day = day;
        return time;
    }

    private void Write(ContentBlock block)
    {
        switch (block)
        {
            case TextBlock text:
                WriteText(text.Text, Style.Plain);
                break;
            case ToolUseBlock use:
                WriteCall(use);
                break;
            case ToolResultBlock result when isFull || !_pairs.IsAnswer(result):
                WriteText($"← {result.ToolUseId}{(result.IsError ? " failed" : "")}: {Shown(result.Output)}", result.IsError ? Looks.Bad : Style.Plain);
                break;
            case OtherBlock other when Reasoning.Find(other) is { } thought:
                WriteText(thought, Looks.Quiet);
                break;
            case OtherBlock other:
                WriteText($"[{other.Type}] {(isFull ? other.Json.GetRawText() : Words.Size(SizeOf(other.Json)))}", Looks.Quiet);
                break;
        }
    }

    private void WriteCall(ToolUseBlock use)
    {
        var (outcome, style) = OutcomeOf(use);
        var name = $"{new string(' ', Indent)}→ {Words.Line(use.Name)} ";
        var room = Math.Clamp(console.Profile.Width - Cell.Width(name) - outcome.Length - 1, LeastInput, LongInput);
        var input = Cell.Cut(Words.Line(use.Input.GetRawText()), room);
        console.Write(new Paragraph()
            .Append(name, Looks.Waiting)
            .Append(isFull ? "" : $"{input} ", Looks.Quiet)
            .Append($"{outcome}\n", style));
        if (isFull)
        {
            Wrap.Write(console, Words.Printable(use.Input.GetRawText()), 2 * Indent, Looks.Quiet);
        }
    }

    private (string Text, Style Style) OutcomeOf(ToolUseBlock use)
    {
        var run = _pairs.RunOf(use);
        var took = run?.Duration is { } duration ? $" in {Words.Duration(duration)}" : "";
        if (_pairs.ResultOf(use) is { } result)
        {
            return result.IsError || run?.Status == ToolRunStatus.Failed
                ? ($"failed{took}, {Words.Size(SizeOf(result.Output))}", Looks.Bad)
                : ($"= {Words.Size(SizeOf(result.Output))}{took}", Looks.Good);
        }

        return run is null ? ("no result", Looks.Waiting) : ($"{Words.Of(run.Status)}{took}, no result", Looks.Of(run.Status));
    }

    private string Shown(JsonElement output) => isFull ? output.GetRawText() : Words.Size(SizeOf(output));

    private void WriteText(string text, Style style)
    {
        var printable = Words.Printable(text).TrimEnd();
        if (!isFull && printable.Length > LongText)
        {
            var end = char.IsHighSurrogate(printable[LongText - 1]) ? LongText - 1 : LongText;
            printable = $"{printable[..end]}… ({Words.Number(printable.Length - end)} more characters: --full)";
        }

        if (printable.Length > 0)
        {
            Wrap.Write(console, printable, Indent, style);
        }
    }

    private static long SizeOf(JsonElement json) => Encoding.UTF8.GetByteCount(json.GetRawText());
}
