using System.Reflection;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.BadInput;

/// <summary>
/// Every value that no place of any method may take, in every place: an argument error that the method documents, before anything is sent.
/// There is no database: what would be sent ends in another error.
/// </summary>
public sealed class RefusedInputTests : IAsyncLifetime
{
    /// <summary>Of what should not wait at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _provider = Nowhere.Create();

    public static TheoryData<string> Contracts => [.. StoreMethod.All.Select(method => method.Contract.Name).Distinct()];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public void EveryPlace_OfEveryMethod_HasARule()
    {
        var places = StoreMethod.All.SelectMany(method => method.PlacesIn(Arguments.For(method, Subject.Imagined))).ToArray();

        StoreMethod.All.Should().HaveCountGreaterThan(100);
        places.Where(place => RuleTable.KeyOf(place) is null).Select(place => $"{place}: {place.Type}").Distinct().Should().BeEmpty(
            "of every place it is to be said what it takes");
        RuleTable.Keys.Except(places.Select(place => RuleTable.KeyOf(place)!)).Should().BeEmpty("a rule is of a place that there is");
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Call_BadValueInAnyPlace_IsADocumentedErrorBeforeAnythingIsSent(string contract)
    {
        List<string> violations = [];
        var tried = 0;
        foreach (var method in StoreMethod.All.Where(method => method.Contract.Name == contract))
        {
            var store = _provider.GetRequiredService(method.Contract);
            var arguments = Arguments.For(method, Subject.Imagined);
            foreach (var place in method.PlacesIn(arguments))
            {
                foreach (var value in RuleTable.Of(place).Refused)
                {
                    tried++;
                    if (await FindViolationAsync(method, store, () => place.With(arguments, value.Value)) is { } violation)
                    {
                        violations.Add($"{method} with {place} = {value.Name}: {violation}");
                    }
                }
            }
        }

        tried.Should().BePositive();
        string.Join('\n', violations).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Call_CancelledBefore_SendsNothing(string contract)
    {
        var cancelled = new CancellationToken(canceled: true);
        foreach (var method in StoreMethod.All.Where(method => method.Contract.Name == contract && method.TakesAToken))
        {
            object?[] arguments = [.. Arguments.For(method, Subject.Imagined)[..^1], cancelled];

            var error = await CatchAsync(method, _provider.GetRequiredService(method.Contract), arguments);

            (error is OperationCanceledException or InvalidOperationException or WorkflowPathException).Should().BeTrue($"{method} ended with {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Call_AfterTheEndOfTheHost_IsRefused(string contract)
    {
        var ended = Nowhere.Create();
        var methods = StoreMethod.All.Where(method => method.Contract.Name == contract && method.TakesAToken).ToArray();
        object[] stores = [.. methods.Select(method => ended.GetRequiredService(method.Contract))];
        await ended.DisposeAsync();
        foreach (var (method, store) in methods.Zip(stores))
        {
            var error = await CatchAsync(method, store, Arguments.For(method, Subject.Imagined));

            var isRefused = error is InvalidOperationException or WorkflowPathException or ImportException || method.Method.Name == nameof(IEventBuffer.FlushAsync);
            isRefused.Should().BeTrue($"{method} ended with {error}");
        }
    }

    /// <summary>What comes of a call, if it is an error.</summary>
    private static async Task<Exception?> CatchAsync(StoreMethod method, object store, object?[] arguments)
    {
        try
        {
            await Call.InvokeAsync(method, store, arguments);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private static async Task<string?> FindViolationAsync(StoreMethod method, object store, Func<object?[]> arguments)
    {
        try
        {
            object?[] made;
            try
            {
                made = arguments();
            }
            catch (TargetInvocationException refused) when (refused.InnerException is ArgumentException)
            {
                return null; // where the record was made
            }

            using var patience = new CancellationTokenSource(Patience);
            await Call.InvokeAsync(method, store, [.. made.Select(value => value is CancellationToken ? patience.Token : value)]);
            return "it was taken";
        }
        catch (Exception error) when (error is ArgumentException or AgentConfigurationException)
        {
            return DocumentedErrors.Name(method.Method, error) ? null : $"{error.GetType().Name} is not documented";
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
    }
}
