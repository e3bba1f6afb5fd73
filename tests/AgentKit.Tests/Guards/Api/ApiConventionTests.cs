using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Api;

/// <summary>House rules of the types and members that callers see.</summary>
public class ApiConventionTests
{
    /// <summary>What a host sets on: mutable, because the options pattern of .NET configures an instance.</summary>
    private static readonly IReadOnlyList<string> Options =
        ["AgentKitOptions", "AgentRunnerOptions", "CoalescingOptions", "ContentLimits", "EventBufferOptions", "ResilienceOptions",
            "ThrowawayPostgresOptions"];

    /// <summary>Classes that do something and hold no data of their own.</summary>
    private static readonly IReadOnlyList<string> Handles =
        ["AgentKitBuilder", "ContentBlockConverter", "ThrowawayPostgres", "ThrowawayDatabase",
            "PersistingChatClient", "LoggedAIFunction", "ToolCallWindow", "ToolRegistry", "AgentRunner"];

    private static IEnumerable<Type> PublicClasses => LibraryAssemblies.PublicTypes.Where(type => type.IsClass && !IsDelegate(type));

    [Fact]
    public void PublicClass_Any_IsSealedAbstractOrStatic() =>
        PublicClasses.Where(type => type is { IsSealed: false, IsAbstract: false }).Select(type => type.FullName)
            .Should().BeEmpty("a class that nobody planned to be derived from breaks whoever does: make it sealed, or abstract");

    [Fact]
    public void PublicClass_ThatIsData_IsARecord() =>
        PublicClasses
            .Where(type => !LibraryAssemblies.IsStatic(type) && !LibraryAssemblies.IsRecord(type) && !IsException(type))
            .Select(type => type.Name)
            .Except([.. Options, .. Handles], StringComparer.Ordinal)
            .Should().BeEmpty("public data are sealed records; a class that is none, is to be named in the lists of this test");

    [Fact]
    public void PublicStruct_Any_IsReadonly() =>
        LibraryAssemblies.PublicTypes
            .Where(type => type is { IsValueType: true, IsEnum: false } && !type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false))
            .Select(type => type.FullName)
            .Should().BeEmpty("a public struct is to be declared readonly");

    [Fact]
    public void PublicProperty_OutsideOptions_CannotBeSetLater() =>
        LibraryAssemblies.PublicTypes
            .Where(type => !Options.Contains(type.Name))
            .SelectMany(type => type.GetProperties(LibraryAssemblies.Declared))
            .Where(property => property.SetMethod is { IsPublic: true } setter && !IsInit(setter))
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("public data do not change once they are made: write init instead of set, or only get");

    [Fact]
    public void PublicField_Any_IsConstantOrReadonly() =>
        LibraryAssemblies.PublicTypes
            .Where(type => !type.IsEnum)
            .SelectMany(type => type.GetFields(LibraryAssemblies.Declared))
            .Where(field => field is { IsPublic: true, IsLiteral: false, IsInitOnly: false })
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("a public field is to be a property");

    [Fact]
    public void PublicType_Any_IsInTheNamespaceOfItsAssembly() =>
        LibraryAssemblies.PublicTypes
            .Where(type => type.Namespace != type.Assembly.GetName().Name)
            .Select(type => type.FullName)
            .Should().BeEmpty("one using directive is to suffice: public types are in the namespace that is called like the assembly");

    [Fact]
    public void Exception_OfTheLibrary_DerivesFromItsBase() =>
        LibraryAssemblies.AgentKit.GetTypes()
            .Where(type => IsException(type) && !type.IsAssignableTo(typeof(AgentKitException)))
            .Select(type => type.FullName)
            .Should().BeEmpty("a host catches AgentKitException and reads its category: derive from it");

    [Fact]
    public void ExceptionProperty_Any_IsReadOnly() =>
        LibraryAssemblies.PublicTypes
            .Where(IsException)
            .SelectMany(type => type.GetProperties(LibraryAssemblies.Declared))
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("what an exception says is given to its constructor: remove set or init");

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsException(Type type) => type.IsAssignableTo(typeof(Exception));

    private static bool IsDelegate(Type type) => type.IsAssignableTo(typeof(Delegate));
}
