#if !ORLEANS_LOCAL
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Silo.Clustering;
using OrleansChat.Tests.Time;

namespace OrleansChat.Tests.Clustering;

/// <summary>What a silo that starts makes of members that it finds in the table: when it declares them dead, and when it leaves them alone.</summary>
public sealed class LostMembersTests
{
    private static readonly SiloAddress Self = At(1, generation: 9);

    private static readonly DateTimeOffset Start = new FakeClock().GetUtcNow();

    private readonly FakeClock _clock = new();
    private readonly MemberTable _table = new();
    private readonly HashSet<SiloAddress> _answering = [];

    /// <summary>Whatever their clocks said when they wrote: ahead of this one or behind.</summary>
    [Theory]
    [InlineData(-3600)]
    [InlineData(-1)]
    [InlineData(3600)]
    public async Task All_are_declared_dead_who_have_not_answered_or_written_for_15_seconds(int theirSeconds)
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow().AddSeconds(theirSeconds));
        _table.Add(At(3), SiloStatus.Active, _clock.GetUtcNow().AddSeconds(theirSeconds / 2));
        Assert.Equal(16, await RunAsync());                             // s: the last of the looks finds nobody
        Assert.Equal(["2 Dead", "3 Dead"], _table.Said);
        Assert.All(_table.Suspects, static suspect => Assert.Equal(Self, suspect));
    }

    [Fact]
    public async Task The_wait_begins_anew_when_one_writes()
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow());
        _table.Add(At(3), SiloStatus.Active, _clock.GetUtcNow());
        _table.Read = () =>
        {
            if (Seconds == 9) _table.Alive(At(3), _clock.GetUtcNow().AddMinutes(-1));
        };
        Assert.Equal(25, await RunAsync());
        Assert.Equal(["2 Dead", "3 Dead"], _table.Said);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(15)]
    public async Task Nobody_is_declared_dead_where_one_answers_a_single_time(int atSecond)
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow().AddHours(-1));
        _table.Add(At(3), SiloStatus.Active, _clock.GetUtcNow().AddHours(-1));
        _table.Read = () =>
        {
            if (Seconds == atSecond) _answering.Add(At(3));
        };
        Assert.Equal(atSecond, await RunAsync());
        Assert.Equal(["2 Active", "3 Active"], _table.Said);
    }

    [Fact]
    public async Task Nobody_is_declared_dead_who_goes_on_writing_and_the_wait_ends()
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow());
        _table.Read = () => _table.Alive(At(2), _clock.GetUtcNow().AddMinutes(-10));      // its clock is behind
        Assert.Equal(30, await RunAsync());
        Assert.Equal(["2 Active"], _table.Said);
    }

    [Fact]
    public async Task Those_who_have_left_and_its_own_forerunner_are_left_alone()
    {
        _table.Add(At(1), SiloStatus.Active, _clock.GetUtcNow().AddHours(-1));
        _table.Add(At(2), SiloStatus.Dead, _clock.GetUtcNow().AddHours(-1));
        _table.Add(At(3), SiloStatus.ShuttingDown, _clock.GetUtcNow().AddHours(-1));
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["1 Active", "2 Dead", "3 ShuttingDown"], _table.Said);
    }

    [Fact]
    public async Task What_another_has_changed_meanwhile_is_looked_at_again()
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow().AddHours(-1));
        _table.Conflicts = 2;
        Assert.Equal(18, await RunAsync());
        Assert.Equal(["2 Dead"], _table.Said);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_read_again()
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow().AddHours(-1));
        _table.Failures = 3;
        Assert.Equal(19, await RunAsync());
        Assert.Equal(["2 Dead"], _table.Said);
    }

    private int Seconds => (int)(_clock.GetUtcNow() - Start).TotalSeconds;

    /// <summary>Who cannot be read cannot write either: that is no silence.</summary>
    [Fact]
    public async Task The_wait_begins_anew_when_the_table_was_away()
    {
        _table.Add(At(2), SiloStatus.Active, _clock.GetUtcNow().AddHours(-1));
        _table.Read = () =>
        {
            if (Seconds == 9) _table.Failures = 3;
        };
        Assert.Equal(13 + 16, await RunAsync());
        Assert.Equal(["2 Dead"], _table.Said);
    }

    private static SiloAddress At(int number, int generation = 1) => SiloAddress.New(new(IPAddress.Loopback, 11110 + number), generation);

    /// <summary>As when the silo starts. Returns after how many seconds it goes on.</summary>
    private async Task<int> RunAsync()
    {
        var lost = new LostMembers(_table, new Details(), (silo, _) => Task.FromResult(_answering.Contains(silo)), _clock, NullLogger<LostMembers>.Instance);
        var running = lost.DeclareAsync(CancellationToken.None);
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, _clock.ArmedAsync(TimeSpan.FromSeconds(1)));       // the pause between two looks: nothing else takes just that long
            if (!running.IsCompleted) _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await running;
        return Seconds;
    }

    private sealed class Details : ILocalSiloDetails
    {
        public string Name => "silo-1";
        public string ClusterId => "cluster";
        public string DnsHostName => "host";
        public SiloAddress SiloAddress => Self;
        public SiloAddress GatewayAddress => Self;
    }

    /// <summary>The table of members in memory: who writes must have read its last version.</summary>
    private sealed class MemberTable : IMembershipTable
    {
        private readonly List<MembershipEntry> _members = [];
        private int _version;

        public Action Read { get; set; } = static () => { };

        public int Conflicts { get; set; }

        public int Failures { get; set; }

        public IEnumerable<string> Said => _members.Select(static m => $"{m.SiloAddress.Endpoint.Port - 11110} {m.Status}");

        public IEnumerable<SiloAddress> Suspects => _members.Select(static m => m.SuspectTimes.Single().Item1);

        public void Add(SiloAddress silo, SiloStatus status, DateTimeOffset alive) => _members.Add(new() { SiloAddress = silo, Status = status, IAmAliveTime = alive.UtcDateTime });

        public void Alive(SiloAddress silo, DateTimeOffset at) => _members.Single(m => m.SiloAddress.Equals(silo)).IAmAliveTime = at.UtcDateTime;

        public Task<MembershipTableData> ReadAll()
        {
            if (Failures-- > 0) return Task.FromException<MembershipTableData>(new IOException("The table is away."));
            Read();
            return Task.FromResult(new MembershipTableData(_members.ConvertAll(static m => Tuple.Create(Copy(m), "etag")), new(_version, $"{_version}")));
        }

        public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
        {
            if (Conflicts-- > 0) _version++;
            if (tableVersion.Version != _version + 1) return Task.FromResult(false);
            _version++;
            _members[_members.FindIndex(m => m.SiloAddress.Equals(entry.SiloAddress))] = Copy(entry);
            return Task.FromResult(true);
        }

        public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();
        public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();
        public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();
        public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();
        public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();
        public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

        private static MembershipEntry Copy(MembershipEntry member) =>
            new() { SiloAddress = member.SiloAddress, Status = member.Status, IAmAliveTime = member.IAmAliveTime, SuspectTimes = member.SuspectTimes is { } suspects ? [.. suspects] : null };
    }
}
#endif
