"""Ordinary words that are names too: written small they are words, and often so at sentence starts.

English given names and surnames above all, then words of German, French, Spanish, Italian and
Hindi. Who is called so is found again only where the writing shows that she is meant.
"""

_ENGLISH = """
abbot ace amber angel apple archer art ash ashes aspen august autumn baby bacon bailey baker ball
bank banks barber barker barn baron bass basil battle bay beach bean bear beau beaver beck bell
belle bells berry best bird birch bishop black blade blank bliss block blood bloom blossom blow
blue bob bold bolt bond bone bones book booker boot booth border boss bow bowl bowman boy
branch brand brandy brave bray bread breeze brick bride bridge bridges bright bring brook brooke
brooks brown brush buck bud budge bull bun burden burn burns bush butcher butler
butter button buttons cable cage call camp candy cane cannon cape car card cards care carol
carpenter carrier cart carter carver case cash castle chain chamber chambers champion chance
chandler chapel chaplain chapman charge charity charm chase chat cheek cherry chip christian
christmas church city clarity clay clean clerk clever cliff clock close cloud clover coach coal
coat coats coffee coin cold cole collar collier combs comfort common constable constant cook
cool cooper copper coral corn corner cotton counts court cousin cousins cove cow cox craft crane
crawl cream creed creek crew cricket crisp crook crop cross crow crowd crown crystal curry curt
cutter daily daisy dale dance dancer dandy dare dark darling dash daughter dawn day days deal dean
dear deer destiny dew diamond dick dish dock doll dollar dolly dot dove drake draper dream
drew drink driver duck dude duke dust dusty dwell dyer eagle earl early earth east easter ebony
eden edge elder ember emerald end ends english ever every fair fairy faith fall falls fallow
falcon fame fancy farm farmer fast father favor fay feather fence fern ferry field fields fig fine
finger fink fire fish fisher fix flag flame flash fleet flint flood flora flower flowers fly foot
ford foreman forest forever fort forth fortune foster fountain fowl fowler fox frame frank
franks free freed freeman french fresh friday friend friendly frog frost fry fuller fund funk gale
game gander garden gardener garland garner gate gates gay gem gene general genie gentle gentry
georgia german giant gift ginger glad glass glen globe glory glove glover gold golden good
goodman gospel grace grain granger grand grant grape grass grave graves gray great green grey
griffin grim grin groom ground grove guard guest guide gull gun gunner guy gypsy hack hail hale hall
ham hammer hand hands handy happy harbour hardy hare harm harmony harp harper hart harvest hatch
haven
hawk hay hays hazel head heal heard heart hearts heat heath heather heaven hedge held help hemp
henna herald herb hero hide high hill hills hind hobby hold holder hole holiday holland hollow
holly holt holy home honey honor honour hood hook hooker hoop hope hopper horn horse hose
host house hull human hunt hunter hurry hurt hush ice inch india iris iron irons island ivory
ivy jack jade jazz jean jersey jet jewel jewels job jolly joy judge jump june junior jury just
justice karma keen keep keeper kettle key keys kick kid kind king kings kit kite kitty knight
knock knot knots lace lad lady lake lamb lance land lane large lark laurel lavender law lawn laws
lawyer lay leaf league lean lee leech legend lemon lens liberty life lift light lights lilac lily
lime line lines link links lion little live lively livings lock long look loop lord lot lotus
loud love lovely lover loving low luck lucky lull lunch lyric mace mad magic magnet mail main
major male mall malt man manly manor maple march mare marina marine mark marker market marks
marsh marshal martial mask mason mass master masters match mate matter matters may
mayor mead meadow meadows means melody melon mercer merchant mercy merit merry mild mile miles
milk mill miller mills mine miner mint mist misty mix mock monday money monk monster month moody
moon moor more morn morning moss mother mount mountain mouse much mud musk nail nanny native neat
neck needle nest never new newman news nice nick nickel night nightingale noble noel noon norm
north novel nut oak oaks oats ocean offer olive opal orange orchard organ otter outlaw
owl pace pack packer page paige pain paint painter pair palm palmer pan pansy panther paper
paris park parker parks parrot parson part partridge pass past pat patch patience patten patty pawn
pay peace peach peacock peak pear pearl pease peck peel peg pen pence penny people pepper
perch perfect perry pet petty phoenix pick pickle pie piece pigeon pike pilgrim pillow pin pine
pink piper pitt place plain plane plant player plum plummer point pole polish polite pond pool poor
pop pope poppy port porter post pot potter potts pound power powers pray precious press price
pride priest prime primrose prince princess prior prize promise proud pull puma punch purdy
pure purple purse quail quality queen quest quick quiet quill rabbit race rail rain rainbow
rains ram ramp ranch range ranger rank rash raven ray read reader ready real reason red reed reef
reeves regal reign remedy rent rest rey rice rich richer ride rider ridge riches right
ring rings ripe rise rising river rivers roach road roads rob robe robin rock rocket rocks rocky rod
rode roman romance rook room root rope rose rosemary rosy round rover row rowan royal ruby rude
ruff rule ruler rush rust rusty sable sack sad saddler sadler safe saffron sage sail sailor saint
sale sally salmon salt sand sander sanders sands sandy sapphire satin saturday savage save savior
sawyer say scarlet school scout sea seal sears season seat seller sellers senior serenity
sergeant seven shade shadow shaft sharp shell shepherd sheriff sherry shield shields shine
ship shoe shook shore short shot shove show shower sierra silk silver simmer simple singer single
sink sister skip sky slack slate slaughter small smart smile smith smoke smooth snow soldier
solo son song soul south spade spain spark sparks sparrow spear speed spell spells spice
spider spike spring sprinkle spruce spur square squire stack staff stage stake stamp star
stark starling start state states steel steep stern steward still stock stocks stone
stones storm story stout strange straw stream street strict strong stubbs such sue sugar summer
summers summit sun sunday sunny sunshine surge swallow swan sweet swift swing sword tab tailor tall
tanner tart tea teal teddy tell temple tempest tender terrace terrier thatcher theme thick
thorn thrower thunder tide tiger tile tiller timber time tinker tiny toll tom tomb tool
topaz topper torch total tower towers town towns track trail train trainer travel treasure tree
trees trench trick trinity trip tripp trout troy true trust trusty truth tuck tucker
tulip tune turner twist under underhill underwood unity urban usher vain vale
valentine valley van vane vanilla velvet vera verse vest vice victor victory view viking vine
vines viola violet virtue vista wade wager wages wagon wake wales walk walker wall waller walls
wand war ward ware warm warner warren wash waste watch water waters watt watts wave waves wax way
weather weaver web wedge weed week weeks weiss welcome weld well weller wells
welsh west western whale wheat wheel wheeler whistler white wick wicker wide wild wilder will willow
wills win winch wind window winds wine wing winner winning winter winters wise wish wit witch wolf
wonder wood wooden woods woody wool word words work workman works world worth wren
wright yard yes yield yolk york young zephyr
april june july january february december october november september monday tuesday thursday
"""
_OTHERS = """
alt arm baer bauer berg blau braun bruder ernst falk fromm fuchs gerber glueck glück gross groß gut
herbst herr hof jung jäger kaiser kalt klar klein klug koch könig kraft kranz kurz lang lieb linde
mai meister milde neu recht reich reif richter ritter rot sauer scharf schmal schmidt schneider
schnell schön schreiber schwarz sommer sonne stark stein stern stolz süß tag treu vogel wagner wald
weber weiß weiss winkler wirth wunder zimmer
aimé beau belle blanc bon bonnet bouvier brun claire court doré douce fleur fort fortin gentil grand
gros jolie leblanc lenoir leroux loup marchand mercier mignon moulin noir page petit pierre prudent
roi rose roux sage vert
abril alba alegre alto amor ángel angeles armas banderas barra blanco bravo bueno cabello calle
camino campo campos cano caro casa casas castillo claro conde consuelo cordero corona cortes cruz
cuesta delgado dolores esperanza estrella fe feo flor flores franco fuentes gallo gracia guerra
hermosa hierro iglesias izquierdo lago leal leon león llave lobo lozano luna luz maestro mar marrón
mercedes milagros molina montaña moreno navarro paloma parra pastor paz pena peña perla pilar
pino plaza prado prieto puente real reina rey reyes ribera rico río rios ríos roca rojo rojas
romero rosa rosas rubio salas sierra sol soledad solo toro torres valiente valle vega vela vera
verde vidal viento
alto amico bella bello bianchi bianco bruno caro chiara conti costa dolce fabbri ferrari ferro fiore
forte franco gallo gatti gentile grasso greco grossi leone longo luce mancini mare marino martini
monti moro neri pace palma piazza piccolo ricci riva romano rossi rosso russo sala sarti secco serra
silvestri stella valente villa vita
aarti aastha akash aman amrit anand anjali arti asha ashish bala bhakti bhav bhavan bharat chand
chandan daya deep deepak dev devi dharam dharma dhyan dil divya durga ganga gauri geet gita gopal
guru hari heera himmat indra ishwar jai jal jaya jeet jeevan jyoti kamal karan karma kavita khushi
kiran kirti krishna kusum lakshmi lal lala lata laxmi madhu mahatma mala mani mangal mantra
maya megh mohan moti mukti nayan neel nidhi nirmal nisha om padma pal pankaj param pavan pawan pooja
prabhu prakash pramod prem preet priya puja punya pushpa raj raja rajan raksha ram rama rani ratan
ravi riddhi rishi roshan roshni roop sagar sahil sahib samay sandhya sangeet sant santosh sapna
satya savita seema seva shakti shanti shiv shobha shyam siddhi sita sona sri subh sukh suman
sunder suraj surya swami tara tej tilak tulsi uday uma umang usha vandana varsha vasant veer vijay
vikas vinay vishal vishnu vishwas yash yatra yoga yog yug
"""

ORDINARY = frozenset((_ENGLISH + _OTHERS).split())
"""Words in lower case."""

_WORDS_OF_PARTICLES = (
    "mr mrs ms mx miss dr prof sir madam van von der den del della di da de la le las los san bin "
    "ibn al el ter ten und and"
)
PARTICLES = frozenset(_WORDS_OF_PARTICLES.split())
"""Words of names that are nobody's."""
