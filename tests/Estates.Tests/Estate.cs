using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Platform.Access;

namespace Estates.Tests;

/// <summary>A company with one small community, and sheets about it.</summary>
sealed class Estate
{
    internal const string Name = "云栖花园";

    Estate(TestCompany company, DemoEstate made) => (Company, Made) = (company, made);

    internal TestCompany Company { get; }
    internal DemoEstate Made { get; }

    internal static async Task<Estate> New(double occupied = 0, int buildings = 2, params DemoAccount[] accounts) => await In(await TestCompany.New(), occupied, buildings, accounts);

    internal static async Task<Estate> In(TestCompany company, double occupied = 0, int buildings = 2, params DemoAccount[] accounts)
    {
        await company.Change((_, db) =>
        {
            db.Add(new Role("resident", "住户"));
            return Task.CompletedTask;
        });
        var next = 0;
        var made = await company.In(services => services.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity(Name, "杭州市西湖区文三路 1 号", "0571-88000000", new DateOnly(2020, 1, 1), buildings, 2, 3, 2, occupied, 7,
            _ => new DemoPerson("住户" + ++next, $"137{next:00000000}"), accounts)));
        return new Estate(company, made);
    }

    internal Task<TestPerson> Staff(string permission, DataScope scope = DataScope.All) => Company.Person("员工", (permission, scope));

    internal Task<TestPerson> Admin() => Company.Person("管理员", ("estates.view", DataScope.All), ("estates.edit", DataScope.All), ("estates.import", DataScope.All),
        ("residents.view", DataScope.All), ("residents.verify", DataScope.All));

    /// <summary>Makes a person cover one building or a whole community.</summary>
    internal Task Cover(TestPerson person, Guid? building) => Company.Change(async (_, db) =>
    {
        var member = await db.Set<Platform.Access.Member>().Include(m => m.Areas).SingleAsync(m => m.AccountId == person.AccountId);
        member.Cover([(Made.CommunityId, building)]);
    });

    internal static async Task Prove(TestPerson person)
    {
        await using var scope = TestHost.Default.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HostDb>().Users.Where(a => a.Id == person.AccountId).ExecuteUpdateAsync(a => a.SetProperty(x => x.PhoneNumberConfirmed, true));
    }

    internal static readonly string[] Columns = ["小区", "楼栋", "单元", "房号", "类型", "楼层", "建筑面积", "套内面积", "状态", "姓名", "手机号", "关系", "起始日期"];

    internal static byte[] Sheet(params object?[][] rows)
    {
        using var file = new MemoryStream();
        file.SaveAs(rows.Select(r => Columns.Zip(r).ToDictionary(p => p.First, p => p.Second)));
        return file.ToArray();
    }

    internal static Task<HttpResponseMessage> Upload(TestPerson person, byte[] file) => person.Client.PostAsync("api/v1/estates/imports", new ByteArrayContent(file));
}
