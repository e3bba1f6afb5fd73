using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Agents;

/// <summary>What is refused before anything is sent, and how two definitions are told apart.</summary>
public sealed class AgentDefinitionTests
{
    private static readonly ContentLimits Limits = new() { InstructionsLength = 50, MetadataBytes = 100 };

    private static readonly AgentDefinition Full = new("support", "Support 🙂")
    {
        Description = "Answers",
        Instructions = "Be \"kind\";\n",
        Model = "m-1",
        ModelAlias = "fast",
        Tools = ["find_order", "refund"],
        Phases = [new("start", "end"), new("end")],
        TokenBudget = 1_000,
        Settings = new JsonObject { ["b"] = 1.50m, ["a"] = new JsonArray(true, null, new JsonObject { ["y"] = "é", ["x"] = 1 }) },
    };

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("a-b_c.d9")]
    [InlineData("9lives")]
    public void Of_GoodId_IsAccepted(string id) =>
        StoredDefinition.Of(new AgentDefinition(id, "Name"), Limits).Agent.Id.Should().Be(id);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("_a")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a'; DROP TABLE agents; --")]
    [InlineData("é")]
    [InlineData("٣")]
    [InlineData("a\n")]
    [InlineData(null)]
    public void Of_BadId_IsRefused(string? id) =>
        ProblemsOf(new AgentDefinition(id!, "Name")).Should().ContainSingle().Which.Should().StartWith("the id must be");

    [Fact]
    public void Of_IdOfHundredCharacters_IsTheLongest()
    {
        StoredDefinition.Of(new AgentDefinition(new string('a', 100), "Name"), Limits).Should().NotBeNull();
        ProblemsOf(new AgentDefinition(new string('a', 101), "Name")).Should().ContainSingle();
    }

    [Fact]
    public void Of_ManyProblems_NamesAllOfThem()
    {
        var problems = ProblemsOf(new AgentDefinition("Bad Id", " ")
        {
            Description = new string('d', 2_001),
            Instructions = new string('i', 51),
            Model = "a\0b",
            ModelAlias = "\ud800",
            Tools = ["find", "find", "", "\udc00"],
            Phases = [new("one", "two", "three"), new("two"), new("two")],
            TokenBudget = 0,
            Settings = new JsonObject { ["a"] = new string('s', 200) },
        });

        problems.Should().HaveCount(12);
        problems[0].Should().StartWith("the id must be");
        problems[1].Should().Be("the name is missing");
        problems[2].Should().Be("the description has 2001 characters, more than the 2000 allowed");
        problems[3].Should().Be("the instruction text has 51 characters, more than the 50 allowed");
        problems[4].Should().Be("the model contains U+0000 at position 1");
        problems[5].Should().Be("the model alias contains an unpaired surrogate (U+D800) at position 0");
        problems[6].Should().Be("tool 'find' is there twice");
        problems[7].Should().Be("the name of tool 3 is missing");
        problems[8].Should().Be("the name of tool 4 contains an unpaired surrogate (U+DC00) at position 0");
        problems[9].Should().Be("phase 'two' is there twice");
        problems[10].Should().Be("the token budget must be greater than zero");
        problems[11].Should().StartWith("the settings cannot be stored:");
    }

    [Fact]
    public void Of_PhaseFollowedByUnknownOne_SaysWhich() =>
        ProblemsOf(new AgentDefinition("a", "A") { Phases = [new("one", "two", "three"), new("two")] })
            .Should().Equal("phase 'one' names as number 2 of what may follow it a phase that the agent does not have");

    [Fact]
    public void Of_Nulls_AreProblemsAndNoCrash()
    {
        ProblemsOf(new AgentDefinition("a", null!)
        {
            Instructions = null!,
            Tools = null!,
            Phases = null!,
            Settings = null!,
        }).Should().HaveCount(5);
        ProblemsOf(new AgentDefinition("a", "A") { Tools = [null!], Phases = [null!] }).Should().HaveCount(2);
        ProblemsOf(new AgentDefinition("a", "A") { Phases = [new AgentPhase("p", (IReadOnlyList<string>)null!)] }).Should().HaveCount(1);
    }

    [Fact]
    public void Of_SettingsThatCannotBeStored_AreRefusedWithoutTheirContent()
    {
        var tooLarge = ProblemsOf(new AgentDefinition("a", "A") { Settings = new JsonObject { ["secret"] = new string('s', 200) } });
        tooLarge.Should().ContainSingle().Which.Should().StartWith("the settings cannot be stored:").And.NotContain("secret");

        ProblemsOf(new AgentDefinition("a", "A") { Settings = new JsonObject { ["x"] = "\0" } }).Should().ContainSingle();
        ProblemsOf(new AgentDefinition("a", "A") { Settings = new JsonObject { ["x"] = "\ud800" } }).Should().ContainSingle();
        ProblemsOf(new AgentDefinition("a", "A") { Settings = new JsonObject { ["x"] = double.NaN } }).Should().ContainSingle();
    }

    /// <summary>
    /// If this fails, the canonical form has changed: every agent in every database would be replaced when its host is next deployed, and
    /// lose the instructions that were updated.
    /// </summary>
    [Fact]
    public void Hash_OfKnownDefinitions_NeverChanges()
    {
        StoredDefinition.Of(new AgentDefinition("a", "A"), Limits).Hash
            .Should().Be("5daecbaa43fbfcfa969a85481490097098df5783c1c1b2ad9919057a5ccb99ae");
        DefinitionHash.Canonical(Full, Full.Settings.ToJsonString()).Should().Be(
            """{"id":"support","name":"Support 🙂","description":"Answers","instructions":"Be \"kind\";\n","model":"m-1","""
            + """ "model_alias":"fast","tools":["find_order","refund"],"phases":[{"name":"start","next":["end"]},{"name":"end"}],"""[1..]
            + """ "token_budget":1000,"settings":{"a":[true,null,{"x":1,"y":"é"}],"b":1.50}}"""[1..]);
        StoredDefinition.Of(Full, Limits).Hash.Should().Be("c06cd18ada317a8d7d73694256f7fcd4792e2a2adf2c5471e89b595e30f1f7a6");
    }

    [Fact]
    public void Hash_SettingsInAnotherOrder_IsTheSame() =>
        HashOf(new JsonObject { ["b"] = 2, ["a"] = new JsonObject { ["y"] = 1, ["x"] = "z" } })
            .Should().Be(HashOf(new JsonObject { ["a"] = new JsonObject { ["x"] = "z", ["y"] = 1 }, ["b"] = 2 }));

    [Fact]
    public void Hash_AnyPartDifferent_IsAnother()
    {
        AgentDefinition[] variants =
        [
            Full,
            Full with { Name = "Other" },
            Full with { Description = null },
            Full with { Description = "" },
            Full with { Instructions = "" },
            Full with { Model = null },
            Full with { Model = null, ModelAlias = "m-1" },
            Full with { ModelAlias = null },
            Full with { Tools = ["refund", "find_order"] },
            Full with { Tools = ["find_order,refund"] },
            Full with { Tools = [] },
            Full with { Phases = [] },
            Full with { Phases = [new("start"), new("end")] },
            Full with { Phases = [new("end"), new("start", "end")] },
            Full with { TokenBudget = 1_001 },
            Full with { TokenBudget = null },
            Full with { Settings = [] },
            Full with { Settings = new JsonObject { ["b"] = "1.50" } },
        ];

        variants.Select(variant => StoredDefinition.Of(variant, Limits).Hash).Should().OnlyHaveUniqueItems();
    }

    private static string HashOf(JsonObject settings) =>
        StoredDefinition.Of(new AgentDefinition("a", "A") { Settings = settings }, Limits).Hash;

    private static IReadOnlyList<string> ProblemsOf(AgentDefinition definition)
    {
        var problems = FluentActions.Invoking(() => StoredDefinition.Of(definition, Limits))
            .Should().Throw<AgentConfigurationException>().Which;
        problems.AgentId.Should().Be(definition.Id ?? "");
        return problems.Problems;
    }
}
