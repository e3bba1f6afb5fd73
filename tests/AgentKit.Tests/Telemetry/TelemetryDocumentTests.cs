using System.Reflection;
using System.Text.RegularExpressions;
using AgentKit.Tests.ExtensionsAI.Running;
using AgentKit.Tests.Guards;
using AgentKit.Tests.Guards.Sources;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AgentKit.Tests.Telemetry;

/// <summary>The document lists what there is: every instrument with its unit, every attribute, every log event.</summary>
public sealed partial class TelemetryDocumentTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private static readonly string Document = SourceFiles.Read("src/AgentKit/Telemetry/README.md");

    [Fact]
    public async Task Instruments_InTheDocument_AreThoseOfTheLibrary()
    {
        await using var host = new RunnerHost(fixture);
        _ = host.Runner; // makes its instruments
        _ = host.Get<IEventBuffer>();
        _ = host.Get<ISessionStore>();
        using var heard = new TelemetryRecorder(host.Get<IServiceProvider>(), spans: false);

        var documented = InstrumentRow().Matches(Section("## Metrics")).Select(row => (row.Groups["name"].Value, row.Groups["unit"].Value));

        documented.Should().BeEquivalentTo(heard.Instruments.Select(instrument => (instrument.Name, instrument.Unit)), "the table is to be complete");
        heard.Instruments.Should().OnlyContain(instrument => !string.IsNullOrWhiteSpace(instrument.Description));
    }

    [Fact]
    public void Attributes_OfTheLibrary_AreInTheDocument()
    {
        var attributes = LibraryAssemblies.All.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name is "TelemetryTags" or "GenAITags")
            .SelectMany(type => type.GetFields())
            .Select(field => (string)field.GetRawConstantValue()!)
            .Distinct()
            .ToArray();

        attributes.Should().HaveCountGreaterThan(25);
        attributes.Where(attribute => !Document.Contains($"`{attribute}`", StringComparison.Ordinal)).Should().BeEmpty("an operator looks for it there");
        AttributeName().Matches(Document).Select(match => match.Groups["name"].Value)
            .Except(attributes).Except(InstrumentRow().Matches(Document).Select(row => row.Groups["name"].Value)).Except(["agentkit.retry"])
            .Should().BeEmpty("nothing of the kind is told");
    }

    [Fact]
    public void LogEvents_InTheDocument_AreThoseOfTheLibrariesAndHaveIdsOfTheirOwn()
    {
        var events = LibraryAssemblies.All.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(LibraryAssemblies.Declared))
            .Select(method => (Method: method, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Event is not null)
            .Select(found => (found.Event!.EventId, found.Method.Name, found.Event.Level))
            .ToArray();

        events.Should().HaveCountGreaterThan(25);
        events.Select(item => item.EventId).Should().OnlyHaveUniqueItems("an alert is set on an id");
        LogRow().Matches(Section("## Logs"))
            .Select(row => (int.Parse(row.Groups["id"].Value), row.Groups["name"].Value, Enum.Parse<LogLevel>(row.Groups["level"].Value)))
            .Should().Equal(events.OrderBy(item => item.EventId), "the table is complete and in order");
    }

    private static string Section(string heading)
    {
        var start = Document.IndexOf(heading, StringComparison.Ordinal);
        var end = Document.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Document[start..] : Document[start..end];
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| [a-z -]+, `(?<unit>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex("`(?<name>(db|agentkit|gen_ai|server|error)[.][a-z_.]+)`")]
    private static partial Regex AttributeName();

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<name>\w+) \| (?<level>\w+) \|$", RegexOptions.Multiline)]
    private static partial Regex LogRow();
}
