using System.Diagnostics;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The program as its user starts it: a process, with a database that it brings itself.</summary>
public sealed class ChatApiProgramTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Program_WithoutADatabase_AnswersUntilItIsStoppedAndLeavesNothing(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        using var temporary = new TemporaryFolder().OpenToEverybody();
        using var home = new TemporaryFolder();
        using var process = Process.Start(StartInfo(temporary.FullName, home.FullName))!;
        var errors = process.StandardError.ReadToEndAsync();
        var greeting = await ReadUntilAsync(process.StandardOutput, "/sessions");

        greeting.Should().StartWith("Listening on http://127.0.0.1:").And.Contain("a throw-away PostgreSQL").And.Contain("The model: a script");
        Directory.EnumerateFileSystemEntries(temporary.FullName, "agentkit*").Should().NotBeEmpty("the database is there while it runs");
        await ShouldAnswerAsync(greeting.Split(' ')[2].TrimEnd(','));

        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        (await errors).Should().BeEmpty();
        process.ExitCode.Should().Be(0);
        Directory.EnumerateFileSystemEntries(temporary.FullName, "agentkit*").Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(home.FullName).Should().BeEmpty("nor does it leave keys at home");
    }

    private static async Task ShouldAnswerAsync(string address)
    {
        using var ana = new HttpClient { BaseAddress = new Uri($"{address}/api/ai/") };
        ana.DefaultRequestHeaders.Authorization = new("Bearer", "dev-ana");

        var events = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });

        events.Text.Should().StartWith("642 of 1200 people");
    }

    private static ProcessStartInfo StartInfo(string temporary, string home) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "AgentKit.ChatApi.dll"),
                "--urls=http://127.0.0.1:0",
                "--environment=Development",
            },
            UseShellExecute = false,
            WorkingDirectory = temporary, // its settings lie beside it, not here
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TMPDIR"] = temporary,
                ["HOME"] = home,
                ["ANTHROPIC_API_KEY"] = "",
                ["OPENAI_API_KEY"] = "",
                ["ConnectionStrings__AgentKit"] = "",
                [AgentKitOptions.ConnectionStringVariable] = "",
            },
        };

    private static async Task<string> ReadUntilAsync(StreamReader output, string text)
    {
        List<string> lines = [];
        while (await output.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                break;
            }
        }

        return string.Join('\n', lines);
    }
}
