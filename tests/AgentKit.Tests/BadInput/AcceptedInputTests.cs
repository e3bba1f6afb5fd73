using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.BadInput;

/// <summary>
/// Every odd value that a place takes, in every place of every method: it comes out as it went in, or the answer is an error of the library's
/// own that the method documents. What PostgreSQL itself refuses should never have been sent.
/// </summary>
public sealed class AcceptedInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    /// <summary>Those whose call cannot go well with what stands in the samples, and why.</summary>
    private static readonly Dictionary<string, string> NeverGoWell = new()
    {
        ["IWorkflowFiles.LoadStateAsync(Guid, bool)"] = "there is no folder",
        ["IWorkflowFiles.LoadStateAsync(string, bool)"] = "there is no folder",
        ["IWorkflowFiles.SaveStateAsync(Guid)"] = "there is no folder",
        ["IRunStore.TakeOverAsync(Guid, string, TimeSpan?, Guid?)"] = "its worker holds it",
        ["IBudgetStore.RestartAsync(BudgetSubject, DateTimeOffset)"] = "there is no budget",
        ["ITaskStore.RetryStepAsync(Guid, int, int, bool)"] = "no step has failed",
        ["IPersonalData.ImportAsync(Stream)"] = "an empty file is no export",
    };

    /// <summary>The migrator migrates; what else it does is not for hundreds of calls.</summary>
    public static TheoryData<string> Contracts =>
        [.. StoreMethod.All.Select(method => method.Contract).Distinct().Where(contract => contract != typeof(IMigrator)).Select(contract => contract.Name)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Call_OddValueInAnyPlace_ComesBackAsItWasOrIsADocumentedError(string contract)
    {
        var subjects = await StoredSubjects.CreateAsync(fixture);
        List<string> violations = [];
        foreach (var method in StoreMethod.All.Where(method => method.Contract.Name == contract))
        {
            var input = new AcceptedInput(fixture, subjects);
            if (await input.FindViolationAsync(method, arguments => arguments, []) is { } wrong)
            {
                violations.Add($"{method} with nothing odd: {wrong}");
            }

            foreach (var place in method.PlacesIn(Arguments.For(method, await subjects.NewAsync(method))))
            {
                foreach (var value in RuleTable.Of(place).Accepted)
                {
                    if (await input.FindViolationAsync(method, place, value.Value) is { } violation)
                    {
                        violations.Add($"{method} with {place} = {value.Name}: {violation}");
                    }
                }
            }

            if (input.Successes == 0 && method.Contract != typeof(IChangeFeed) && !NeverGoWell.ContainsKey(method.Name))
            {
                violations.Add($"{method}: none of {input.Calls} calls went well, so nothing was read back");
            }
        }

        string.Join('\n', violations).Should().BeEmpty();
        var buffer = fixture.Get<IEventBuffer>();
        await buffer.FlushAsync();
        buffer.GetStatistics().Failed.Should().Be(0, "what was taken into the buffer can be written");
    }
}
