using System.Globalization;
using System.Reflection;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Errors;

public class ErrorFamilyTests
{
    private static readonly Type[] Family =
        [.. typeof(AgentKitException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AgentKitException)))];

    public static TheoryData<Type> FamilyTypes => [.. Family];

    public static TheoryData<string> SampleNames => [.. ErrorSamples.All.Select(sample => sample.Error.GetType().Name)];

    [Fact]
    public void Family_EveryError_HasASample() =>
        ErrorSamples.All.Select(sample => sample.Error.GetType())
            .Should().BeEquivalentTo(Family, "an error without a row in ErrorSamples has no checked category and message");

    [Theory]
    [MemberData(nameof(FamilyTypes))]
    public void Type_EveryError_IsPublicAndSealed(Type type)
    {
        type.IsSealed.Should().BeTrue();
        type.IsPublic.Should().BeTrue();
        type.Namespace.Should().Be("AgentKit");
        type.Name.Should().EndWith("Exception");
    }

    [Theory]
    [MemberData(nameof(FamilyTypes))]
    public void Constructor_EveryError_IsPublicSoThatHostsCanThrowIt(Type type) =>
        type.GetConstructors().Should().ContainSingle().Which.GetParameters().Should().NotBeEmpty();

    [Theory]
    [MemberData(nameof(FamilyTypes))]
    public void Properties_EveryError_HaveNoSetter(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Should().OnlyContain(property => !property.CanWrite);

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void CategoryAndRetry_EverySample_AreAsListed(string name)
    {
        var sample = ErrorSamples.All.Single(candidate => candidate.Error.GetType().Name == name);

        sample.Error.Category.Should().Be(sample.Category);
        sample.Error.IsRetryable.Should().Be(sample.IsRetryable);
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Message_EverySample_NamesItsIdsAndNumbers(string name)
    {
        var sample = ErrorSamples.All.Single(candidate => candidate.Error.GetType().Name == name);

        sample.Error.Message.Should().ContainAll(sample.InMessage);
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Properties_EverySample_ComeFromTheConstructorArguments(string name)
    {
        var error = ErrorSamples.All.Single(candidate => candidate.Error.GetType().Name == name).Error;
        var type = error.GetType();

        var arguments = type.GetConstructors().Single().GetParameters().Select(parameter => parameter.Name!)
            .Where(parameter => parameter is not ("message" or "innerException"));

        arguments.Should().OnlyContain(parameter => type.GetProperties().Any(
            property => string.Equals(property.Name, parameter, StringComparison.OrdinalIgnoreCase) && property.GetValue(error) != null));
    }

    [Fact]
    public void Message_CultureWithDecimalComma_IsInvariant()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = culture;

            new BudgetExceededException("run 1", 1.5m, 0.25m, 2.75m, BudgetUnit.Cost).Message.Should().ContainAll("1.5", "0.25", "2.75");
            new VersionConflictException(Guid.Empty, -1, 4).Message.Should().Contain("-1");
            new SchemaVersionException(-2, 1, "x").Message.Should().Contain("-2");
            new MigrationException(-3, "x").Message.Should().Contain("-0003");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Lists_ChangedByTheCallerAfterwards_StayAsThrown()
    {
        var problems = new List<string> { "first" };
        var error = new IsolationException(problems);

        problems.Add("second");

        error.Problems.Should().Equal("first");
    }

    [Fact]
    public void InvalidTransition_NoPhaseYetAndNothingReachable_SaysSo() =>
        new InvalidTransitionException(Guid.Empty, "a", null, "plan", []).Message.Should().Contain("without a phase").And.Contain("none");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ToolFailed_RetryFlag_IsWhatTheToolSaid(bool isRetryable)
    {
        var cause = new TimeoutException();
        var error = new ToolFailedException("find_order", "no answer", isRetryable, cause);

        error.IsRetryable.Should().Be(isRetryable);
        error.InnerException.Should().BeSameAs(cause);
    }

    [Fact]
    public void Migration_NoVersion_IsNotInvented() =>
        new MigrationException(null, "the lock was not granted").Message.Should().Be("Migration failed: the lock was not granted");

    [Theory]
    [InlineData(ErrorCategory.Conflict, 1)]
    [InlineData(ErrorCategory.NotFound, 2)]
    [InlineData(ErrorCategory.InvalidState, 3)]
    [InlineData(ErrorCategory.AccessDenied, 4)]
    [InlineData(ErrorCategory.AlreadyExists, 5)]
    [InlineData(ErrorCategory.Budget, 6)]
    [InlineData(ErrorCategory.Configuration, 7)]
    [InlineData(ErrorCategory.Model, 8)]
    [InlineData(ErrorCategory.Tool, 9)]
    [InlineData(ErrorCategory.Unavailable, 10)]
    [InlineData(ErrorCategory.Database, 11)]
    [InlineData(ErrorCategory.InvalidInput, 12)]
    public void Category_Numbers_AreStable(ErrorCategory category, int number) => ((int)category).Should().Be(number);
}
