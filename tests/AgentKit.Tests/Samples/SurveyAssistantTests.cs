using System.Diagnostics;
using AgentKit.SurveyAssistant;
using AgentKit.SurveyAssistant.Hosting;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class SurveyAssistantTests
{
    [Fact]
    public async Task Program_WithoutArguments_AnswersByTheTool()
    {
        using var temporary = new TemporaryFolder().OpenToEverybody();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "AgentKit.SurveyAssistant.dll") },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary.FullName, ["TMP"] = temporary.FullName, ["TEMP"] = temporary.FullName },
        };

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        (await errors).Should().BeEmpty();
        process.ExitCode.Should().Be(0);
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        lines.Should().Contain("""tool       get_survey_progress {"survey":"customers-2026"}: Execute""");
        lines.Should().Contain(
            """           {"survey":"customers-2026","title":"Customer satisfaction 2026","invited":1200,"answered":642,"percent":53.5,"""
            + "\"closesOn\":\"2026-12-04\",\"furthestBehind\":\"Cali\"}");
        lines.Should().Contain(
            "assistant  642 of 1200 people (53.5 %) have answered \"Customer satisfaction 2026\". It closes on 2026-12-04; furthest behind is Cali.");
        lines.Should().Contain("assistant  I could not find out: Tool 'get_survey_progress' failed: there is no survey 'visitors-2026'.");
        lines.Should().ContainMatch("Kept: 14 turns, 4 runs, 3 tool runs, * tokens.");
        Directory.EnumerateFileSystemEntries(temporary.FullName, "agentkit*").Should().BeEmpty();
    }

    [Fact]
    public async Task TalkAsync_Question_IsAnsweredFromTheSurveyThatItNames()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var services = SurveyApp.Start(database.ConnectionString);
        await using var output = new StringWriter();

        await Assistant.TalkAsync(services, ["How many suppliers have answered?"], output, default);

        output.ToString().Should().Contain("21 of 127 people (16.5 %) have answered \"Suppliers and we\"")
            .And.Contain("Kept: 4 turns, 1 runs, 1 tool runs, 8 events");
    }

    [Fact]
    public async Task RunAsync_Stopped_SaysSo()
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();

        (await Assistant.RunAsync([], output, errors, new CancellationToken(canceled: true))).Should().Be(130);

        errors.ToString().Should().StartWith("Stopped.");
    }
}
