using System.CommandLine;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>Where an export goes: a file that is there only when it is whole, or the output.</summary>
internal sealed class ExportTarget
{
    private readonly Option<string?> _file = new("--output", "-o")
    {
        Description = "The file to write; the output if it is not given.",
        HelpName = "file",
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the file if it is there." };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_overwrite);
    }

    public async Task<int> WriteAsync(Call call, string what, ConversationFormat format, Func<Stream, Task<ExportOutcome>> write)
    {
        if (call.Parsed.GetValue(_file) is not { } path)
        {
            await using var output = new TextStream(call.Surroundings.Output);
            Say(call, await write(output), format);
            return ExitCode.Done;
        }

        if (File.Exists(path) && !call.Parsed.GetValue(_overwrite))
        {
            call.Output.Message($"The file {path} is there already; --overwrite replaces it.");
            return ExitCode.Refused;
        }

        var partial = path + ".partial";
        ExportOutcome outcome;
        try
        {
            await using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                outcome = await write(stream);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }

        Say(call, outcome, format);
        var report = new ExportReport(
            path, ConversationFormatNames.Of(format), outcome.Turns, outcome.Messages, outcome.Omitted, new FileInfo(path).Length);
        var unit = format switch { ConversationFormat.AgentKit => "rows", ConversationFormat.ClaudeCode => "events", _ => "messages" };
        call.Output.Write(report, CliJson.Default.ExportReport, console => console.WriteLine(
            $"{path}: {what}, {Words.Number(outcome.Turns)} turns as {Words.Number(outcome.Messages)} {unit}, {Words.Size(report.Bytes)}."));
        return ExitCode.Done;
    }

    private static void Say(Call call, ExportOutcome outcome, ConversationFormat format)
    {
        if (outcome.Omitted > 0)
        {
            call.Output.Message(
                $"{Words.Number(outcome.Omitted)} blocks were left out: {ConversationFormatNames.Of(format)} has nothing that stands for them.");
        }
    }
}
