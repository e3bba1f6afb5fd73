using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Api;

/// <summary>A guest library keeps nothing for the whole process: two hosts in one process must not meet.</summary>
public class StaticStateTests
{
    [Fact]
    public void StaticField_Any_CannotBeReplaced() =>
        StaticFields(LibraryAssemblies.WrittenTypes)
            .Where(field => field is { IsLiteral: false, IsInitOnly: false })
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("static state is shared by all hosts of a process: keep it in an instance, or make the field readonly");

    /// <summary>A private array is let be: of a fixed length, it is a table of constants and no cache.</summary>
    [Fact]
    public void StaticField_Any_HoldsNoWritableCollection() =>
        StaticFields(LibraryAssemblies.WrittenTypes)
            .Where(field => IsWritable(field.FieldType) && !(field.FieldType.IsArray && field.IsPrivate))
            .Select(LibraryAssemblies.Describe)
            .Should().BeEmpty("use a frozen or immutable collection, or an IReadOnly... type");

    [Theory]
    [InlineData(typeof(List<int>))]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(IDictionary<string, int>))]
    [InlineData(typeof(HashSet<int>))]
    [InlineData(typeof(System.Collections.Concurrent.ConcurrentDictionary<int, int>))]
    [InlineData(typeof(JsonObject))]
    [InlineData(typeof(StringBuilder))]
    public void IsWritable_CollectionThatCanBeWritten_IsTrue(Type type) => IsWritable(type).Should().BeTrue();

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(IReadOnlyList<int>))]
    [InlineData(typeof(IReadOnlyDictionary<string, int>))]
    [InlineData(typeof(System.Collections.Frozen.FrozenDictionary<string, int>))]
    [InlineData(typeof(System.Collections.Frozen.FrozenSet<string>))]
    [InlineData(typeof(System.Collections.Immutable.ImmutableArray<string>))]
    [InlineData(typeof(TimeSpan))]
    public void IsWritable_Anything_Else_IsFalse(Type type) => IsWritable(type).Should().BeFalse();

    private static IEnumerable<FieldInfo> StaticFields(IEnumerable<Type> types) =>
        types.Where(type => !type.IsEnum)
            .SelectMany(type => type.GetFields(LibraryAssemblies.Declared))
            .Where(field => field.IsStatic && (!LibraryAssemblies.IsGenerated(field) || IsBacking(field)));

    /// <summary>The field behind a static property counts as written: <c>static X Current { get; set; }</c> is state as well.</summary>
    private static bool IsBacking(FieldInfo field) =>
        field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal) && !LibraryAssemblies.IsGenerated(field.DeclaringType);

    private static bool IsWritable(Type type)
    {
        var space = type.Namespace ?? "";
        if (type.IsArray || type == typeof(StringBuilder) || type.IsAssignableTo(typeof(JsonNode)))
        {
            return true;
        }

        if (type == typeof(string) || space is "System.Collections.Frozen" or "System.Collections.Immutable")
        {
            return false;
        }

        return type.IsAssignableTo(typeof(IList))
            || type.IsAssignableTo(typeof(IDictionary))
            || type.GetInterfaces().Append(type).Any(contract =>
                contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICollection<>));
    }
}
